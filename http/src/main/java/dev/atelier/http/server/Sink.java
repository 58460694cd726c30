package dev.atelier.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the blocks of one answer go; returns when the block was taken. */
@FunctionalInterface
interface Sink {
  void write(boolean last, ByteBuffer block) throws IOException;
}
