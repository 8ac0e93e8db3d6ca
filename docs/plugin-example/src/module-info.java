/** A provider of commands, which depends on one module only. */
module example.counter {
    requires dev.qmp.dispatch;

    provides dev.qmp.dispatch.spi.CommandProvider with
            example.counter.CounterProvider;
}
