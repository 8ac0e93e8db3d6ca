/** Rendering texts and definitions. */
package dev.qmp.qapi.internal.manual.render;
