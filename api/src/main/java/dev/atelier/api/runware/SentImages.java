package dev.atelier.api.runware;

import dev.atelier.image.JobId;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which images of which job a client was sent already. A client that lost patience asks again for
 * as many as it lacks, and is to get those.
 */
final class SentImages {
  private static final int JOBS_MAX = 10_000;

  private final Map<JobId, BitSet> byJob = new LinkedHashMap<>();

  synchronized void add(JobId job, int image) {
    byJob.computeIfAbsent(job, _ -> new BitSet()).set(image);
    if (byJob.size() > JOBS_MAX) {
      byJob.remove(byJob.keySet().iterator().next());
    }
  }

  synchronized boolean has(JobId job, int image) {
    BitSet sent = byJob.get(job);
    return sent != null && sent.get(image);
  }
}
