package dev.atelier.benchmarks.sandbox;

import dev.atelier.provider.Results;

/** Takes everything and keeps nothing. */
final class Discarded implements Results {
  @Override
  public void sending() {}

  @Override
  public void remoteId(String id) {}

  @Override
  public void progress(double fraction) {}

  @Override
  public Sink image(int index) {
    return new Nowhere();
  }

  @Override
  public Sink partial(int index, int order) {
    return new Nowhere();
  }

  private static final class Nowhere extends Sink {
    @Override
    public void write(int one) {}

    @Override
    public void write(byte[] bytes, int from, int length) {}

    @Override
    public void complete(ImageMetadata told) {}
  }
}
