/** Bytes, characters and digits: what the parser and the writer share. Not exported. */
package dev.qmp.json.internal.text;
