/** The device between a back end and its front end: state, input queue, write lock, log file, moves between loops. */
package dev.qmp.chardev.internal.device;
