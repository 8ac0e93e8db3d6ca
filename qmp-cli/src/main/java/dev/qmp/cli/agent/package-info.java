/** The stand-in for QEMU's guest agent: the commands that every agent has. */
package dev.qmp.cli.agent;
