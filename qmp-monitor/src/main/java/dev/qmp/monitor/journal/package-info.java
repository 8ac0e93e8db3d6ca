/** What monitors received and answered, and claims about it. */
package dev.qmp.monitor.journal;
