package dev.atelier.providers.apimart;

import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.http.upstream.MultipartBody;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Call;
import dev.atelier.providers.upstream.AccountOptions;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.JsonAnswer;
import dev.atelier.providers.upstream.JsonCalls;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends the pictures of an edit ahead, which costs nothing: orders name them by URL. */
final class UploadReferences {
  private static final long BYTES_MAX = 20L << 20;

  private final Call call;
  private final JsonCalls calls;

  UploadReferences(Call call, JsonCalls calls) {
    this.call = call;
    this.calls = calls;
  }

  /**
   * @throws UploadFailedException where one of them was not taken
   */
  References upload() throws InterruptedException, LocalSourceException, UploadFailedException {
    var images = new ArrayList<String>();
    for (Call.Input input : call.inputs()) {
      images.add(upload(input, "image-" + images.size()));
    }
    Optional<String> mask =
        call.mask().isPresent() ? Optional.of(upload(call.mask().get(), "mask")) : Optional.empty();
    return new References(images, mask);
  }

  private String upload(Call.Input input, String name)
      throws InterruptedException, LocalSourceException, UploadFailedException {
    if (input.bytes() > BYTES_MAX) {
      throw new UploadFailedException(tooLarge());
    }
    JsonAnswer answer =
        calls.call(
            CallPhase.UPLOAD,
            UpstreamRequest.post(
                URI.create(AccountOptions.at(call.account(), "/uploads/images")),
                form(input, name)),
            JsonCalls.submit(call.timeout()),
            () -> {});
    return switch (answer) {
      case JsonAnswer.Failed(var problem) -> throw new UploadFailedException(problem);
      case JsonAnswer.Said(_, var json, _) -> {
        String url = json.path("url").asString("");
        if (url.isBlank()) {
          throw new UploadFailedException(calls.errors().inside(CallPhase.UPLOAD, json));
        }
        yield url;
      }
    };
  }

  private MultipartBody form(Call.Input input, String name) {
    OutputFormat format = input.format();
    return new MultipartBody("atelier-" + call.attempt())
        .file(
            "file",
            name + "." + format.extension(),
            format.mediaType(),
            input.bytes(),
            input::open);
  }

  /** As APIMart itself would answer after all of it was sent. */
  private static UpstreamProblem tooLarge() {
    return new UpstreamProblem(
        CallPhase.UPLOAD,
        "413",
        true,
        List.of(),
        "APIMart takes references of 20 MB at most",
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** A reference was not taken. */
  static final class UploadFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient UpstreamProblem problem;

    UploadFailedException(UpstreamProblem problem) {
      super(problem.what());
      this.problem = problem;
    }

    UpstreamProblem problem() {
      return problem;
    }
  }
}
