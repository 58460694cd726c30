package dev.atelier.media.png;

import java.util.zip.Deflater;

/**
 * How a picture's bytes are squeezed. Photographs gain next to nothing from a search for repeats,
 * which costs most of the time: for them every byte gets a Huffman code and that is all. Flat art
 * repeats itself so much that the search is both quick and worth it.
 */
enum Packing {
  SUB_HUFFMAN(Filter.SUB, Deflater.HUFFMAN_ONLY),
  UP_HUFFMAN(Filter.UP, Deflater.HUFFMAN_ONLY),
  SUB_SEARCH(Filter.SUB, Deflater.DEFAULT_STRATEGY),
  UP_SEARCH(Filter.UP, Deflater.DEFAULT_STRATEGY);

  private final Filter filter;
  private final int strategy;

  Packing(Filter filter, int strategy) {
    this.filter = filter;
    this.strategy = strategy;
  }

  Filter filter() {
    return filter;
  }

  boolean searches() {
    return strategy == Deflater.DEFAULT_STRATEGY;
  }

  /** A new deflater in zlib form; the caller ends it. */
  Deflater deflater() {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setStrategy(strategy);
    return deflater;
  }
}
