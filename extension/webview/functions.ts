// The sidebar's top functions: the table and nothing else.

import { FunctionsPage } from "./table/page";

new FunctionsPage(document.body).start();
