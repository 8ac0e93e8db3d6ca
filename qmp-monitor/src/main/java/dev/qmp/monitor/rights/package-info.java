/** Rights: roles, which commands and events exist for whom, and the policies that give roles to sessions. */
package dev.qmp.monitor.rights;
