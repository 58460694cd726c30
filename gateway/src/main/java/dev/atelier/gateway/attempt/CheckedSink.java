package dev.atelier.gateway.attempt;

import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.InputLimits;
import dev.atelier.media.StructureCheck;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Sink;
import dev.atelier.storage.StagedFile;
import java.io.IOException;
import java.util.Optional;

/**
 * Stages an image's bytes and checks their structure as they pass, in constant memory. Trouble with
 * our own disk is told to whoever opened the sink, since the provider cannot tell it from the
 * network's.
 */
final class CheckedSink extends Sink {
  private final StagedFile staged;
  private final Receiver receiver;
  private final StructureCheck structure;
  private boolean complete;

  private CheckedSink(StagedFile staged, Receiver receiver, StructureCheck structure) {
    this.staged = staged;
    this.receiver = receiver;
    this.structure = structure;
  }

  static CheckedSink of(StagedFile staged, Receiver receiver) {
    return new CheckedSink(staged, receiver, new StructureCheck(InputLimits.DEFAULT));
  }

  /** One that also tells whether the same picture came before. */
  static CheckedSink hashing(StagedFile staged, Receiver receiver) {
    return new CheckedSink(staged, receiver, StructureCheck.hashing(InputLimits.DEFAULT));
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    structure.write(bytes, from, length);
    if (structure.problem().isPresent()) {
      return; // it will not be delivered, however much more comes
    }
    try {
      staged.write(bytes, from, length);
    } catch (FaultException e) {
      receiver.failed(e);
      throw e;
    }
  }

  @Override
  public void complete(ImageMetadata metadata) throws IOException {
    complete = true;
    receiver.complete(staged, check(), metadata);
  }

  @Override
  public void close() {
    if (!complete) {
      staged.close();
    }
  }

  /** What the header says, as soon as it is known. */
  Optional<ImageInfo> info() {
    return structure.info();
  }

  /** Where the bytes are until they are {@link Receiver#complete}. */
  StagedFile staged() {
    return staged;
  }

  private Check check() {
    try {
      ImageInfo info = structure.finish();
      return new Check.Usable(info, structure.pictureHash(info));
    } catch (UnusableMediaException e) {
      return new Check.Unusable(e.problem());
    }
  }

  /** What the structure check found. */
  sealed interface Check {
    /**
     * @param picture the hash of what makes the picture, where it is wanted
     */
    record Usable(ImageInfo info, Optional<ContentHash> picture) implements Check {}

    record Unusable(String problem) implements Check {}
  }

  /** Who opened the sink. */
  interface Receiver {
    /** All bytes came. */
    void complete(StagedFile staged, Check check, ImageMetadata metadata) throws IOException;

    /** Our disk did not take them. */
    void failed(FaultException trouble);
  }
}
