/** Rights at run time: the policy in force, and what of an introspection a role sees. */
package dev.qmp.monitor.internal.rights;
