package dev.atelier.media.png;

import java.util.zip.Deflater;

/**
 * How a picture's bytes are squeezed. Photographs gain next to nothing from a search for repeats,
 * which costs most of the time: for them every byte gets a Huffman code and that is all. Flat art
 * repeats itself so much that the search is both quick and worth it.
 */
record Packing(Filter filter, boolean search) {
  /** A new deflater in zlib form; the caller ends it. */
  Deflater deflater() {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setStrategy(search ? Deflater.DEFAULT_STRATEGY : Deflater.HUFFMAN_ONLY);
    return deflater;
  }
}
