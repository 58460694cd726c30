package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.PictureRecorder;
import io.github.humbleui.skija.svg.SVGDOM;
import io.github.humbleui.types.Rect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The curated drawings by name. The most recently used ones stay parsed. */
public final class Drawings {
  private static final int PARSED_MAX = 64;
  private static final float BOX = 128;

  private final Map<String, Drawing> parsed =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Drawing> eldest) {
              return size() > PARSED_MAX;
            }
          });

  /** The names that can be drawn. */
  public Set<String> names() {
    return Collections.unmodifiableSet(Sources.ALL.keySet());
  }

  /** Width divided by height of the inked part of a drawing. */
  public double aspect(String name) {
    return drawing(name).aspect();
  }

  Drawing drawing(String name) {
    var known = parsed.get(name);
    if (known != null) {
      return known;
    }
    var made = parse(name);
    parsed.put(name, made);
    return made;
  }

  private Drawing parse(String name) {
    var source = Sources.ALL.get(name);
    if (source == null) {
      throw new IllegalArgumentException("no drawing " + name);
    }
    try (var data = Data.makeFromBytes(source);
        var dom = new SVGDOM(data);
        var recorder = new PictureRecorder()) {
      dom.setContainerSize(BOX, BOX);
      dom.render(recorder.beginRecording(Rect.makeWH(BOX, BOX)));
      return Trace.of(recorder.finishRecordingAsPicture(), BOX);
    }
  }

  /** The SVG texts, unpacked when first used. */
  private static final class Sources {
    static final Map<String, byte[]> ALL = load();

    private static Map<String, byte[]> load() {
      var in = Drawings.class.getResourceAsStream("drawings.tsv.gz");
      if (in == null) {
        throw new IllegalStateException("missing resource drawings.tsv.gz");
      }
      var sources = new LinkedHashMap<String, byte[]>();
      try (var reader =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
        reader.lines().forEach(line -> put(sources, line));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
      return sources;
    }

    private static void put(Map<String, byte[]> sources, String line) {
      int tab = line.indexOf('\t');
      sources.put(line.substring(0, tab), line.substring(tab + 1).getBytes(StandardCharsets.UTF_8));
    }
  }
}
