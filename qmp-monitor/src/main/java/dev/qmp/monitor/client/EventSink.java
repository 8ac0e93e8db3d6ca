package dev.qmp.monitor.client;

import org.jspecify.annotations.Nullable;

/** Takes what the reader receives, and never makes it wait. Thread: called by the reader, one call at a time, and by whoever adds it. */
interface EventSink {
    void event(QmpEvent event);

    void disconnected(QmpConnectionException cause);

    void reconnected();

    void closed(@Nullable QmpConnectionException cause);
}
