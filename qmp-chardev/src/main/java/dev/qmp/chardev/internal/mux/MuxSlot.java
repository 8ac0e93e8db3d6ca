package dev.qmp.chardev.internal.mux;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The place of one front end at a multiplexer.
 *
 * <p>Thread: confined to the main loop, except writing.
 */
final class MuxSlot extends Chardev {
    private final MuxDevice mux;
    private final int wholeReadAhead = readAheadSpace();

    MuxSlot(ChardevOptions options, ChardevContext context, MuxDevice mux, boolean open) {
        super(options, context, Set.<CharFeature>of());
        this.mux = mux;
        shareLog(mux);
        setOpen(open);
    }

    void event(CharEvent event) {
        if (event != CharEvent.CLOSED || isOpen()) {
            emit(event);
        }
    }

    void input(byte value) {
        deliver(ByteBuffer.wrap(new byte[] {value}));
    }

    /** How many bytes wait for the front end. */
    int kept() {
        return wholeReadAhead - readAheadSpace();
    }

    /** The multiplexer is open without a peer too: what is written to nobody is lost, which is no fault of the connection. */
    @Override
    protected int writeBytes(ByteBuffer source) throws IOException {
        int start = source.position();
        try {
            return mux.output().write(source);
        } catch (IOException e) {
            if (mux.base().chardev().isOpen()) {
                throw e;
            }
            source.position(source.limit());
            return source.position() - start;
        }
    }

    @Override
    protected void frontendInLoop(boolean opened) {
        if (opened) {
            mux.takeFocus(this);
        } else {
            inputOver();
        }
    }

    @Override
    protected void resumeInLoop() {
        mux.base().acceptInput();
    }

    @Override
    protected void writeInterestInLoop(boolean wanted) {
        if (wanted) {
            mux.base().addWatch(Set.of(WatchCondition.OUT), condition -> {
                writable();
                return false;
            });
        }
    }

    @Override
    protected boolean isDrained() {
        return mux.base().connection().isDrained();
    }

    @Override
    protected void whenDrained(Runnable action) {
        mux.base().connection().whenDrained(action);
    }

    @Override
    protected void disconnectInLoop() {
        mux.base().disconnect();
    }

    /** Only for this front end: the peer is one for all of them. */
    @Override
    protected void endVisit() {
        loop().execute(() -> {
            inputOver();
            if (isOpen()) {
                emit(CharEvent.CLOSED);
            }
        });
    }

    @Override
    protected void closeInLoop() {
        inputOver();
        setOpen(false);
    }
}
