/** The devices of a program: opening them by name, finding, exchanging and closing them. */
package dev.qmp.chardev.registry;
