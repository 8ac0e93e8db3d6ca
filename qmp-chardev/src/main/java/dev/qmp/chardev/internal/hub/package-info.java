/** The hub: several devices as one. */
package dev.qmp.chardev.internal.hub;
