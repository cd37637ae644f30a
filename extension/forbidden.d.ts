// What an import that a room forbids resolves to (see the `paths` of its tsconfig): no module, and so an error.
