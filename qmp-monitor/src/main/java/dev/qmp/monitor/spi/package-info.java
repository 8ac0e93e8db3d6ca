/** What a host of monitors offers to the providers of its commands, by {@code ProviderContext.service}. */
package dev.qmp.monitor.spi;
