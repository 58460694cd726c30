package dev.atelier.storage;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's memory of files, on Linux (posix_fadvise(2)); elsewhere nothing happens.
 *
 * <p>A delivered picture is seldom read again. Left alone it stays in memory until something else
 * needs the room, in the way of the database's pages, and the next picture is written to fresh
 * memory, which a virtual machine may have to ask its host for: that costs several times what the
 * write itself does.
 */
final class PageCache {
  private static final Logger LOG = LoggerFactory.getLogger(PageCache.class);

  private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;
  private static final int DONT_NEED = 4;

  private static final class Holder {
    static final Optional<PageCache> CACHE = supported() ? find() : Optional.empty();
  }

  private final MethodHandle open;
  private final MethodHandle advise;
  private final MethodHandle close;

  private PageCache(Linker linker) {
    this.open =
        handle(
            linker,
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    this.advise =
        handle(
            linker,
            "posix_fadvise",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    this.close = handle(linker, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  private static MethodHandle handle(
      Linker linker, String name, FunctionDescriptor type, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }

  /** The file's pages that are on disk too need not stay in memory. A hint: nothing can fail. */
  static void forget(Path file) {
    Holder.CACHE.ifPresent(cache -> cache.drop(file));
  }

  private void drop(Path file) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(file.toString());
      int descriptor = (int) open.invokeExact(name, READ_ONLY_CLOSE_ON_EXEC);
      if (descriptor >= 0) {
        int _ = (int) advise.invokeExact(descriptor, 0L, 0L, DONT_NEED);
        int _ = (int) close.invokeExact(descriptor);
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The constants above are those of these processors. */
  private static boolean supported() {
    String processor = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").equals("Linux")
        && (processor.equals("amd64") || processor.equals("aarch64"));
  }

  private static Optional<PageCache> find() {
    try {
      return Optional.of(new PageCache(Linker.nativeLinker()));
    } catch (RuntimeException | LinkageError e) {
      LOG.info("what was read stays in the operating system's memory: {}", e.toString());
      return Optional.empty();
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }
}
