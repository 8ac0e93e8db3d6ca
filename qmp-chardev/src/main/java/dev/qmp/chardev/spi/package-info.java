/** What the author of a back end needs, and what a program supplies to back ends. */
package dev.qmp.chardev.spi;
