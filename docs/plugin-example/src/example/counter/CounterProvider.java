package example.counter;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicLong;

/** A counter that clients can read and change. */
public final class CounterProvider implements CommandProvider {
    private final AtomicLong value = new AtomicLong();

    @Override
    public String name() {
        return "counter";
    }

    /** The provider opens its own resource, which other modules cannot read. */
    @Override
    public SchemaSource schema() {
        return SchemaSource.of("counter.json", CounterProvider::read);
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = CounterProvider.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new NoSuchFileException(file);
            }
            return in.readAllBytes();
        }
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        commands.value("query-counter", (request, arguments) -> state());
        commands.value("counter-add", (request, arguments) -> {
            long step = arguments.containsKey("step") ? arguments.getJsonNumber("step").longValue() : 1;
            if (step == 0) {
                throw new CommandException("a step of 0 changes nothing");
            }
            value.addAndGet(step);
            context.events().emit("COUNTER_CHANGED", state());
            return state();
        });
    }

    private JsonObject state() {
        return JsonValues.object().add("value", value.get()).build();
    }
}
