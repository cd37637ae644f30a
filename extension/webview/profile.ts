// The editor of a profile file: the table below what the file says about itself, which comes with the message.

import { FunctionsPage } from "./table/page";

document.body.classList.add("editor");
new FunctionsPage(document.body).start();
