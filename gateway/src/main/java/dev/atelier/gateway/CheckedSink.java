package dev.atelier.gateway;

import dev.atelier.media.ImageInfo;
import dev.atelier.media.InputLimits;
import dev.atelier.media.StructureCheck;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Sink;
import dev.atelier.storage.StagedFile;
import java.io.IOException;

/** Stages a picture's bytes and checks their structure as they pass, in constant memory. */
final class CheckedSink extends Sink {
  private final StagedFile staged;
  private final WhenComplete whenComplete;
  private final StructureCheck structure = new StructureCheck(InputLimits.DEFAULT);
  private boolean complete;

  CheckedSink(StagedFile staged, WhenComplete whenComplete) {
    this.staged = staged;
    this.whenComplete = whenComplete;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    staged.write(bytes, from, length);
    structure.write(bytes, from, length);
  }

  @Override
  public void complete(ImageMetadata told) throws IOException {
    complete = true;
    whenComplete.accept(staged, check(), told);
  }

  @Override
  public void close() {
    if (!complete) {
      staged.close();
    }
  }

  private Check check() {
    try {
      return new Check.Usable(structure.finish());
    } catch (UnusableMediaException e) {
      return new Check.Unusable(e.problem());
    }
  }

  /** What the structure check found. */
  sealed interface Check {
    record Usable(ImageInfo info) implements Check {}

    record Unusable(String problem) implements Check {}
  }

  /** Receives a complete picture. */
  @FunctionalInterface
  interface WhenComplete {
    void accept(StagedFile staged, Check check, ImageMetadata told) throws IOException;
  }
}
