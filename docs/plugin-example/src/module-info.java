/** A provider of commands, written against one module alone. */
module example.counter {
    requires dev.qmp.dispatch;

    provides dev.qmp.dispatch.CommandProvider with
            example.counter.CounterProvider;
}
