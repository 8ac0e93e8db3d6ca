package dev.qmp.monitor.internal.proxy;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.monitor.internal.watch.MessageTrace;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The replies for one session that came in succession. They leave in one piece: when a reply for another session comes, when anything else
 * is to be sent, or when all that was read has been handled. Until they have left, their requests count as not answered.
 *
 * <p>Thread: confined to the I/O thread.
 */
final class ReplyBatch {
    /** Replies leave at once when they have this many bytes; a reply of this many before its id is written without a copy. */
    private static final int LARGEST = 1 << 14;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final EventLoop loop;
    private final ReplyWriter writer = new ReplyWriter();
    private @Nullable ForwardedSession session;
    private int count;

    /**
     * Makes an empty batch.
     *
     * @param loop the I/O thread's
     */
    ReplyBatch(EventLoop loop) {
        this.loop = loop;
    }

    /** Adds a reply of the server, which leaves with the next {@link #flush} at the latest. */
    void add(ForwardedSession receiver, ForwardedRequest request, MessageScanner message) {
        int before = ReplyWriter.before(message, request.id);
        boolean large = before >= LARGEST && !MessageTrace.ON;
        if (session != receiver || large) {
            flush();
        }
        if (large) {
            ByteBuffer start = message.message();
            receiver.sent(start.limit(start.position() + before), writer.rest(message, request.id), 1);
            loop.spinBeforeNextWait();
            return;
        }
        session = receiver;
        count++;
        writer.append(message, request.id);
        if (writer.size() >= LARGEST || MessageTrace.ON) {
            flush();
        }
    }

    /** Sends what there is. */
    void flush() {
        ForwardedSession receiver = session;
        if (receiver != null) {
            int sent = count;
            session = null;
            count = 0;
            receiver.sent(writer.take(), NOTHING, sent);
            loop.spinBeforeNextWait(); // the client may ask again soon
        }
    }
}
