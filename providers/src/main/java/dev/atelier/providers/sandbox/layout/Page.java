package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.words.Brief;
import dev.atelier.providers.sandbox.words.LayoutKind;
import dev.atelier.providers.sandbox.words.SceneBrief;
import dev.atelier.providers.sandbox.words.Tint;
import java.util.ArrayList;
import java.util.List;

/** What a picture is, decided from the prompt alone: every word that will be drawn is in it. */
public sealed interface Page {
  /** All text the picture carries. */
  List<String> texts();

  /** The subjects and setting, used whole or as decoration. */
  SceneBrief scene();

  /**
   * A scene.
   *
   * @param texts to set over it, usually none
   */
  record ImageFrame(SceneBrief scene, List<String> texts) implements Page {
    public ImageFrame {
      texts = List.copyOf(texts);
    }
  }

  /** An abstract composition with a caption, for a prompt without anything we can draw. */
  record Abstract(SceneBrief scene, List<String> texts) implements Page {
    public Abstract {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Set text with decoration.
   *
   * @param texts the first is the title; at least one
   * @param colours that the prompt asks for
   */
  record Printed(LayoutKind kind, List<String> texts, SceneBrief scene, List<Tint> colours)
      implements Page {
    public Printed {
      texts = List.copyOf(texts);
      colours = List.copyOf(colours);
    }
  }

  /** Boxes and arrows. */
  record Diagram(Graph graph, List<String> titles, SceneBrief scene) implements Page {
    @Override
    public List<String> texts() {
      var texts = new ArrayList<String>(titles);
      texts.addAll(graph.nodes());
      return texts;
    }
  }

  /** The page for a prompt. */
  static Page of(Brief brief) {
    if (brief.layout().isPresent()) {
      return laidOut(brief, brief.layout().get());
    }
    var scene = brief.scene();
    boolean empty = scene.actors().isEmpty();
    if (empty && !scene.settingNamed() && !scene.lightNamed()) {
      return new Abstract(scene, brief.quotes().isEmpty() ? caption(brief) : brief.quotes());
    }
    boolean bare = empty && brief.quotes().isEmpty() && !brief.notUnderstood().isEmpty();
    return new ImageFrame(scene, bare ? caption(brief) : brief.quotes());
  }

  private static Page laidOut(Brief brief, LayoutKind kind) {
    if (kind == LayoutKind.DIAGRAM) {
      var graph = Graph.in(brief.text());
      if (!graph.nodes().isEmpty()) {
        return new Diagram(graph, List.of(), brief.scene());
      }
    }
    var texts = brief.quotes().isEmpty() ? caption(brief) : brief.quotes();
    return new Printed(kind, texts, brief.scene(), brief.colours());
  }

  private static List<String> caption(Brief brief) {
    return brief.phrase().isEmpty() ? List.of() : List.of(brief.phrase());
  }
}
