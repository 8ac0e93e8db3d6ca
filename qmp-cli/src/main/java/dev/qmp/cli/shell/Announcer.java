package dev.qmp.cli.shell;

import dev.qmp.cli.client.Painter;
import dev.qmp.monitor.client.QmpConnectionException;
import dev.qmp.monitor.client.QmpEvent;
import dev.qmp.monitor.client.QmpListener;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows events as they arrive, and the loss of the connection.
 *
 * <p>Thread: called by the client's event thread; the rest may be called by any thread.
 */
final class Announcer implements QmpListener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final Screen screen;
    private final Painter painter;
    private final boolean showsEvents;
    private volatile boolean left;
    private volatile boolean begun;
    private volatile boolean lost;
    private volatile Runnable whenBack = () -> {};
    private @Nullable QmpConnectionException end;

    Announcer(Screen screen, Painter painter, boolean showsEvents) {
        this.screen = screen;
        this.painter = painter;
        this.showsEvents = showsEvents;
    }

    @Override
    public void onEvent(QmpEvent event) {
        if (!showsEvents) {
            return;
        }
        String time = event.timestamp().map(Announcer::time).orElse("??:??:??.???");
        String data = event.data().isEmpty() ? "" : " " + painter.value(event.data());
        screen.tell(
                painter.paint(Painter.Ink.NOTE, time) + " " + painter.paint(Painter.Ink.EVENT, event.name()) + data);
    }

    private static String time(Instant instant) {
        return TIME.format(LocalTime.ofInstant(instant, ZoneId.systemDefault()));
    }

    @Override
    public void onLost(long count) {
        screen.tell(painter.paint(Painter.Ink.ERROR, count + " events were dropped"));
    }

    @Override
    public void onDisconnected(QmpConnectionException cause) {
        if (!left) {
            screen.tell(painter.paint(Painter.Ink.ERROR, cause.getMessage() + "; trying to connect again"));
        }
    }

    @Override
    public void onReconnected() {
        whenBack.run();
        screen.tell(painter.paint(Painter.Ink.NOTE, "connected again"));
    }

    @Override
    public void onClosed(@Nullable QmpConnectionException cause) {
        synchronized (this) {
            end = cause;
        }
        reportEnd();
    }

    /**
     * Reports the end of the connection from now on; that it could not be made is said by others.
     *
     * @param reconnected what to do when the connection was made again
     */
    void begin(Runnable reconnected) {
        whenBack = reconnected;
        begun = true;
        reportEnd();
    }

    private synchronized void reportEnd() {
        if (begun && end != null && !left && !lost) {
            lost = true;
            screen.tell(painter.paint(Painter.Ink.ERROR, String.valueOf(end.getMessage())));
            screen.stopReading();
        }
    }

    /** Returns whether the connection has ended for good although it was to last. */
    boolean isLost() {
        return lost;
    }

    /** Stops reporting the end of the connection, which is now expected. */
    void leave() {
        left = true;
    }
}
