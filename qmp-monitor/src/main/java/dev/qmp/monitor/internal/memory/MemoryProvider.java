package dev.qmp.monitor.internal.memory;

import dev.qmp.chardev.spi.MemoryBudget;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.monitor.internal.memory.schema.MemoryCommands;
import dev.qmp.monitor.internal.memory.schema.MemoryCommandsProvider;
import dev.qmp.monitor.internal.memory.schema.MemoryHolder;
import dev.qmp.monitor.internal.memory.schema.MemoryInfo;

/**
 * The command {@code x-query-memory}.
 *
 * <p>Thread: immutable.
 */
public final class MemoryProvider extends MemoryCommandsProvider {
    private static final int SHOWN = 16;

    /** Made by ServiceLoader. */
    public MemoryProvider() {
        super("memory");
    }

    @Override
    protected MemoryCommands commands(ProviderContext context) {
        MemoryBudget budget = context.service(MemoryBudget.class)
                .orElseThrow(() -> new ProviderException("the host keeps no account of memory"));
        return new Query(budget);
    }

    private record Query(MemoryBudget budget) implements MemoryCommands {
        @Override
        public MemoryInfo xQueryMemory(CommandContext context) {
            Runtime runtime = Runtime.getRuntime();
            return new MemoryInfo(
                    budget.limit(),
                    budget.used(),
                    budget.refusals(),
                    runtime.totalMemory() - runtime.freeMemory(),
                    runtime.maxMemory(),
                    budget.largest(SHOWN).stream().map(Query::holder).toList());
        }

        private static MemoryHolder holder(MemoryBudget.Share share) {
            return new MemoryHolder(share.name(), share.input(), share.requests(), share.output(), share.total());
        }
    }
}
