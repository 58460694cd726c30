package dev.atelier.catalog;

import dev.atelier.image.ImageSize;
import dev.atelier.image.Prompt;
import dev.atelier.image.Quality;
import java.util.Map;

/**
 * How many tokens prompt, inputs and pictures count.
 *
 * @param grid cells along the long edge, by quality
 * @param areaBase pixels added to the picture's own before scaling
 * @param areaDivisor pixels that make a cell worth one token
 * @param partial tokens of each delivered preview
 * @param text how prompts count; an estimate, because the tokenizer is unpublished
 * @param input how pictures to work from count
 */
public record TokenRules(
    Map<Quality, Integer> grid,
    long areaBase,
    long areaDivisor,
    int partial,
    TextRule text,
    InputRule input) {
  public TokenRules {
    grid = Map.copyOf(grid);
    ModelException.requireAtLeast("areaBase", 0, areaBase);
    ModelException.requireAtLeast("areaDivisor", 1, areaDivisor);
    ModelException.requireAtLeast("partial", 0, partial);
  }

  /** Tokens of one picture without previews. */
  public long output(ImageSize size, Quality quality) {
    long cells = requireGrid(quality);
    long rows = (2 * cells * size.shortEdge() + size.longEdge()) / (2L * size.longEdge());
    return (cells * rows * (areaBase + size.pixels()) + areaDivisor - 1) / areaDivisor;
  }

  /** Tokens of a prompt, counted once for each picture. */
  public long prompt(Prompt prompt) {
    return (long) Math.ceilDiv(prompt.length(), text.charactersPerToken()) + text.constant();
  }

  /** Tokens of one picture to work from, counted once for each picture made. */
  public long input(ImageSize size) {
    double patches = (double) size.pixels() / ((long) input.patch() * input.patch());
    if (patches > input.patchesMax()) {
      double scale = Math.sqrt(input.patchesMax() / patches) / input.patch();
      return (long) Math.floor(size.width() * scale) * (long) Math.floor(size.height() * scale);
    }
    if (patches < input.patchesMin()) {
      double scale = Math.sqrt(input.patchesMin() / patches) / input.patch();
      return Math.round(size.width() * scale) * Math.round(size.height() * scale);
    }
    return (long) Math.ceilDiv(size.width(), input.patch())
        * Math.ceilDiv(size.height(), input.patch());
  }

  private long requireGrid(Quality quality) {
    Integer cells = grid.get(quality);
    if (cells == null) {
      throw new IllegalArgumentException("no token rule for quality " + quality);
    }
    return cells;
  }

  /** Characters are Unicode code points. */
  public record TextRule(int charactersPerToken, int constant) {
    public TextRule {
      ModelException.requireAtLeast("charactersPerToken", 1, charactersPerToken);
      ModelException.requireAtLeast("constant", 0, constant);
    }
  }

  /** Patch edge in pixels; a picture is scaled so that its patches lie between the two. */
  public record InputRule(int patch, int patchesMin, int patchesMax) {
    public InputRule {
      ModelException.requireAtLeast("patch", 1, patch);
      ModelException.requireAtLeast("patchesMin", 1, patchesMin);
      ModelException.requireAtLeast("patchesMax", patchesMin, patchesMax);
    }
  }
}
