package dev.atelier.http.upstream;

/** What one call has moved so far. */
interface ByteCounts {
  long sent();

  long received();
}
