package dev.atelier.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** One text message, sent in frames of one block each. */
final class FrameStream extends OutputStream {
  private static final int FIRST_BYTES = 1 << 10;
  private static final int BLOCK_BYTES = 16 << 10;

  private final Frames frames;
  private byte[] block = new byte[FIRST_BYTES];
  private int filled;
  private boolean begun;

  /** Sends one frame and returns when it was taken. */
  @FunctionalInterface
  interface Frames {
    void send(Frame frame) throws IOException;
  }

  FrameStream(Frames frames) {
    this.frames = frames;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int left = length;
    while (left > 0) {
      if (filled == block.length) {
        sendOrGrow();
      }
      int count = Math.min(left, block.length - filled);
      System.arraycopy(source, offset + length - left, block, filled, count);
      filled += count;
      left -= count;
    }
  }

  /** Sends what is left as the last frame. */
  void finish() throws IOException {
    send(true);
  }

  /** Most messages are short. */
  private void sendOrGrow() throws IOException {
    if (block.length < BLOCK_BYTES) {
      block = Arrays.copyOf(block, BLOCK_BYTES);
    } else {
      send(false);
    }
  }

  private void send(boolean fin) throws IOException {
    byte opCode = begun ? OpCode.CONTINUATION : OpCode.TEXT;
    begun = true;
    frames.send(new Frame(opCode, fin, ByteBuffer.wrap(block, 0, filled)));
    filled = 0;
  }
}
