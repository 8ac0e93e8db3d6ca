/** The values, their builders and their printer. Not exported. */
package dev.qmp.json.internal.tree;
