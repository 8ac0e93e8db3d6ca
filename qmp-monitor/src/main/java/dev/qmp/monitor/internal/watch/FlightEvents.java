package dev.qmp.monitor.internal.watch;

import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import jakarta.json.JsonValue;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events of monitors in Java's flight recorder.
 *
 * <p>The classes of the events are not loaded unless a recorder exists: every method but {@link #isOn} is called only if that returns
 * true.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class FlightEvents {
    private FlightEvents() {}

    /** Tells whether a flight recorder exists. */
    public static boolean isOn() {
        return FlightRecorder.isInitialized();
    }

    /** Begins the life of a request that is to be executed in band. */
    public static RequestEvent arrived() {
        RequestEvent event = new RequestEvent();
        event.begin();
        return event;
    }

    /** Begins an execution out of band. */
    public static OutOfBandEvent outOfBand() {
        OutOfBandEvent event = new OutOfBandEvent();
        event.begin();
        return event;
    }

    /** Begins a suspension of reading. */
    public static SuspensionEvent suspended(String monitor, String reason) {
        SuspensionEvent event = new SuspensionEvent();
        event.begin();
        event.monitor = monitor;
        event.reason = reason;
        return event;
    }

    /** Records that a session opened, and begins the record of its life. */
    public static SessionEvent opened(String monitor) {
        SessionOpenedEvent opened = new SessionOpenedEvent();
        opened.monitor = monitor;
        opened.commit();
        SessionEvent session = new SessionEvent();
        session.begin();
        session.monitor = monitor;
        return session;
    }

    /** Records a session whose peer left too much unread. */
    public static void hardCap(String monitor, long unread) {
        HardCapEvent event = new HardCapEvent();
        event.monitor = monitor;
        event.unread = unread;
        event.commit();
    }

    /** What all events have in common but their fields: the recorder would list inherited fields last. */
    @Category("QMP")
    @StackTrace(false)
    abstract static class QmpEvent extends Event {}

    /** What ends with the reply to a request. */
    public abstract static class AnsweredEvent extends QmpEvent {
        /** The reply is on its way. */
        public final void answered(String monitor, Request request, Reply reply) {
            answered(monitor, request.command(), request.id(), reply.outcome());
        }

        /** The reply is on its way; its outcome is {@code success}, {@code silence} or an error's class. */
        public void answered(String monitor, String command, @Nullable JsonValue id, String outcome) {
            end();
            if (shouldCommit()) {
                describe(monitor, command, id == null ? "" : id.toString(), outcome);
                commit();
            }
        }

        /** Fills in the fields. */
        abstract void describe(String monitor, String command, String id, String outcome);
    }

    /** An in-band request, from its last byte to its reply. */
    @Name("dev.qmp.Request")
    @Label("QMP Request")
    @Description("An in-band request, from its last byte to its reply")
    public static final class RequestEvent extends AnsweredEvent {
        @Label("Monitor")
        String monitor = "";

        @Label("Command")
        String command = "";

        @Label("Id")
        String id = "";

        @Label("Outcome")
        String outcome = "";

        @Label("Time in Queue")
        @Timespan(Timespan.NANOSECONDS)
        long queued;

        private final transient long arrived = System.nanoTime();
        private final transient DispatchEvent dispatch = new DispatchEvent();

        /** Its turn has come. */
        public void executed() {
            queued = System.nanoTime() - arrived;
            dispatch.begin();
        }

        @Override
        public void answered(String label, String name, @Nullable JsonValue given, String result) {
            dispatch.answered(label, name, given, result);
            super.answered(label, name, given, result);
        }

        @Override
        void describe(String label, String name, String given, String result) {
            monitor = label;
            command = name;
            id = given;
            outcome = result;
        }
    }

    /** The execution of an in-band request. */
    @Name("dev.qmp.Dispatch")
    @Label("QMP Dispatch")
    @Description("The execution of an in-band request, until its reply")
    static final class DispatchEvent extends AnsweredEvent {
        @Label("Monitor")
        String monitor = "";

        @Label("Command")
        String command = "";

        @Label("Id")
        String id = "";

        @Override
        void describe(String label, String name, String given, String result) {
            monitor = label;
            command = name;
            id = given;
        }
    }

    /** The execution of an out-of-band request in the I/O thread. */
    @Name("dev.qmp.OutOfBand")
    @Label("QMP Out-of-Band Execution")
    @Description("The execution of an out-of-band request in the I/O thread")
    public static final class OutOfBandEvent extends AnsweredEvent {
        @Label("Monitor")
        String monitor = "";

        @Label("Command")
        String command = "";

        @Label("Id")
        String id = "";

        @Label("Outcome")
        String outcome = "";

        @Override
        void describe(String label, String name, String given, String result) {
            monitor = label;
            command = name;
            id = given;
            outcome = result;
        }
    }

    /** A time in which a session was not read. */
    @Name("dev.qmp.Suspension")
    @Label("QMP Suspension")
    @Description("A time in which a session was not read")
    public static final class SuspensionEvent extends QmpEvent {
        @Label("Monitor")
        String monitor = "";

        @Label("First Reason")
        String reason = "";
    }

    /** A connection to a monitor. */
    @Name("dev.qmp.SessionOpened")
    @Label("QMP Session Opened")
    static final class SessionOpenedEvent extends QmpEvent {
        @Label("Monitor")
        String monitor = "";
    }

    /** A session that is over, from its greeting on. */
    @Name("dev.qmp.Session")
    @Label("QMP Session")
    @Description("A session that is over, from its greeting on")
    public static final class SessionEvent extends QmpEvent {
        @Label("Monitor")
        String monitor = "";

        @Label("Requests")
        long requests;

        /** The session is over, after so many requests. */
        public void over(long count) {
            requests = count;
            commit();
        }
    }

    /** A session that is closed because its peer does not read. */
    @Name("dev.qmp.HardCap")
    @Label("QMP Output Hard Cap")
    @Description("A session that is closed because its peer does not read")
    static final class HardCapEvent extends QmpEvent {
        @Label("Monitor")
        String monitor = "";

        @Label("Unread")
        @DataAmount
        long unread;
    }
}
