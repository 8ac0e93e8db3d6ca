package org.example.hello;

import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.ProviderContext;
import java.util.Collections;
import java.util.List;

/** Serves the commands of {@code hello.json}. */
public final class HelloProvider extends HelloCommandsProvider {
    /** Made by ServiceLoader. */
    public HelloProvider() {
        super("hello");
    }

    @Override
    protected HelloCommands commands(ProviderContext context) {
        return new Hello(new HelloEmitter(context.events()));
    }

    private record Hello(HelloEmitter events) implements HelloCommands {
        @Override
        public List<Greeting> hello(CommandContext context, HelloArguments arguments) {
            events.helloSaid(arguments.name());
            return Collections.nCopies(arguments.times().orElse(1), new Greeting("hello, " + arguments.name()));
        }
    }
}
