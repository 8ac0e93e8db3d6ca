package dev.qmp.chardev.internal.mux;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The place of one front end at a multiplexer.
 *
 * <p>Thread: confined to the main loop, except writing.
 */
final class MuxSlot extends CharDevice {
    private final MuxDevice mux;
    private final int wholeReadAhead;

    MuxSlot(ChardevOptions options, ChardevContext context, MuxDevice mux, boolean open) {
        super(options, context, Set.<CharFeature>of());
        this.mux = mux;
        this.wholeReadAhead = port.readAheadSpace();
        port.shareLog(mux.handle());
        port.setOpen(open);
    }

    void event(CharEvent event) {
        if (event != CharEvent.CLOSED || port.isOpen()) {
            port.emit(event);
        }
    }

    void input(byte value) {
        port.deliver(ByteBuffer.wrap(new byte[] {value}));
    }

    /** How many bytes wait for the front end. */
    int kept() {
        return wholeReadAhead - port.readAheadSpace();
    }

    /** The multiplexer is open without a peer too; output is lost then, which is not a failure of the connection. */
    @Override
    public int writeBytes(ByteBuffer source) throws IOException {
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
    public void frontendInLoop(boolean opened) {
        if (opened) {
            mux.takeFocus(this);
        } else {
            port.inputOver();
        }
    }

    @Override
    public void resumeInLoop() {
        mux.base().acceptInput();
    }

    @Override
    public void writeInterestInLoop(boolean wanted) {
        if (wanted) {
            mux.base().connection().addWatch(Set.of(WatchCondition.OUT), condition -> {
                port.writable();
                return false;
            });
        }
    }

    @Override
    public boolean isDrained() {
        return mux.base().connection().isDrained();
    }

    @Override
    public void whenDrained(Runnable action) {
        mux.base().connection().whenDrained(action);
    }

    @Override
    public void disconnectInLoop() {
        mux.base().disconnect();
    }

    /** Only this front end gets CLOSED: all of them share the peer. */
    @Override
    public void endVisitInLoop() {
        port.post(() -> {
            port.inputOver();
            if (port.isOpen()) {
                port.emit(CharEvent.CLOSED);
            }
        });
    }

    @Override
    public void closeInLoop() {
        port.inputOver();
        port.setOpen(false);
    }
}
