/** From bytes to values: one pass, resumable at any byte. Not exported. */
package dev.qmp.json.internal.parse;
