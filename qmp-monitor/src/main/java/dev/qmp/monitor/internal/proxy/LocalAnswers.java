package dev.qmp.monitor.internal.proxy;

import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.JsonText;
import dev.qmp.json.LineEnd;
import dev.qmp.monitor.internal.rights.VisibleSchema;
import dev.qmp.monitor.internal.session.QmpSession;
import dev.qmp.monitor.rights.Role;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy answers itself: the commands of this process, those that cannot pass, the introspection once it is known, and everything
 * while there is no server.
 *
 * <p>Thread: confined to the I/O thread.
 */
final class LocalAnswers {
    static final String INTROSPECTION = "query-qmp-schema";
    private static final Set<String> WITH_DESCRIPTORS = Set.of("getfd", "add-fd");

    private final Set<String> here;
    private final boolean descriptors;
    private final ReplyWriter replies;
    private byte @Nullable [] introspection;

    /**
     * Makes the answers.
     *
     * @param here the commands that are run here
     * @param descriptors whether descriptors can be passed on
     * @param replies makes replies
     */
    LocalAnswers(Set<String> here, boolean descriptors, ReplyWriter replies) {
        this.here = here;
        this.descriptors = descriptors;
        this.replies = replies;
    }

    /** Sets the result of {@code query-qmp-schema}, or null while it is not known. */
    void introspection(byte @Nullable [] result) {
        introspection = result;
    }

    /** Tells whether a request is not for the server. */
    boolean has(Request request) {
        return isRunHere(request)
                || cannotPass(request)
                || (introspection != null
                        && request.command().equals(INTROSPECTION)
                        && request.arguments().isEmpty());
    }

    private boolean cannotPass(Request request) {
        return !descriptors && takesDescriptor(request);
    }

    /** Tells whether a request is for a command that takes a descriptor. */
    static boolean takesDescriptor(Request request) {
        return WITH_DESCRIPTORS.contains(request.command());
    }

    private boolean isRunHere(Request request) {
        return request.fault() != null
                || request.command().equals(QmpSession.NEGOTIATE)
                || here.contains(request.command());
    }

    /** Answers a request that is not for the server, or that cannot reach it. */
    void answer(QmpSession session, Request request) {
        byte[] known = introspection;
        if (isRunHere(request)) {
            session.answerHere(request);
        } else if (cannotPass(request)) {
            session.answerHere(
                    request,
                    QmpError.generic("The command " + request.command()
                            + " needs a file descriptor, and this proxy does not pass any"));
        } else if (known != null && request.command().equals(INTROSPECTION)) {
            session.audit(request, "success");
            ByteBuffer reply = replies.success(visible(INTROSPECTION, known, session.role()), request.id());
            session.journal(request, "success", () -> {
                byte[] copy = new byte[reply.remaining()];
                reply.get(reply.position(), copy);
                return copy;
            });
            session.send(reply);
        } else {
            session.answerHere(request, QmpError.generic("The upstream server is not connected"));
        }
    }

    /** Returns what a role sees of a result; for one that sees everything, the same bytes. */
    static byte[] visible(String command, byte[] result, @Nullable Role role) {
        if (role == null) {
            return result;
        }
        JsonValue visible = VisibleSchema.filter(command, JsonText.parse(result), role);
        JsonMessageWriter writer = JsonMessageWriter.compact(LineEnd.LF);
        byte[] line = writer.value(visible).endMessage().toByteArray();
        return Arrays.copyOf(line, line.length - 1);
    }
}
