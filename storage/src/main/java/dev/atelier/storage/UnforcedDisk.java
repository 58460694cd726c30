package dev.atelier.storage;

import java.io.FileOutputStream;
import java.nio.file.Path;

/** A disk on which nothing needs to outlive a crash: it waits for none of what was written. */
final class UnforcedDisk implements Disk {
  @Override
  public void force(FileOutputStream out) {}

  @Override
  public void forceDirectory(Path directory) {}
}
