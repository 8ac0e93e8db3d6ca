package dev.qmp.monitor.client;

import org.jspecify.annotations.Nullable;

/** Takes what the reader receives, and never makes it wait. Thread: called by the reader, one call at a time, and by whoever adds it. */
interface EventSink {
    /** Takes an event that came as so many bytes. */
    void event(QmpEvent event, long bytes);

    void disconnected(QmpConnectionException cause);

    void reconnected();

    void closed(@Nullable QmpConnectionException cause);
}
