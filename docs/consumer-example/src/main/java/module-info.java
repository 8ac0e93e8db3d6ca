module org.example.consumer {
    requires dev.qmp.monitor;
}
