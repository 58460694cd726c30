package dev.atelier.api.responses;

import dev.atelier.api.RetryHeaders;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.ReferenceForms;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.gateway.input.PreparedInputs;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.OrderField;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a request for a response: nothing is fetched before all is good. */
final class ReadResponse {
  private static final long PICTURE_CHARACTERS_MAX = 70L << 20;

  /** What the parts of a message have; the pictures of a body are found by their places. */
  private static final ReferenceForms PICTURES =
      new ReferenceForms(
          "images",
          "mask",
          false,
          false,
          true,
          List.of("image_url", "file_id"),
          "image_url",
          true,
          PICTURE_CHARACTERS_MAX);

  private static final Pattern PLACES =
      Pattern.compile(
          "/input/[0-9]+/(?:result|content/[0-9]+/image_url(?:/url)?)"
              + "|/tools/[0-9]+/input_image_mask/image_url(?:/url)?");

  private final Gateway gateway;
  private final StoredResponses responses;
  private final SubmitOrder submit;
  private final ReadFields fields;
  private final Strictness strictness;

  ReadResponse(
      Gateway gateway,
      StoredResponses responses,
      SubmitOrder submit,
      ReadModels models,
      Strictness strictness) {
    this.gateway = gateway;
    this.responses = responses;
    this.submit = submit;
    this.fields = new ReadFields(models, strictness);
    this.strictness = strictness;
  }

  /**
   * @throws FaultException any fault of the request or its pictures
   * @throws Refusal for what only this API has
   */
  ResponseRequest read(Exchange exchange, Principal principal) throws IOException {
    ClientRetry retry = RetryHeaders.of(exchange);
    return submit.readJson(
        exchange,
        PICTURES,
        PLACES.asMatchPredicate(),
        strictness,
        (body, pictures, uploads) -> {
          ResponseFields read = fields.read(body, pictures);
          check(read);
          return new ResponseRequest(
              request(read, principal.tenant(), uploads), read.state(), read.stream(), retry);
        });
  }

  /** What the model cannot make is a fault of the tool's field. */
  private void check(ResponseFields read) {
    try {
      gateway.submit().check(read.order());
    } catch (FaultException e) {
      throw e.fault() instanceof RequestFault.InvalidOrder(var field, var problem)
          ? RequestFault.invalid(name(read, field), problem)
          : e;
    }
  }

  private static String name(ResponseFields read, OrderField field) {
    return field == OrderField.PROMPT
        ? ReadInput.FIELD
        : read.toolName() + "." + FieldNames.OPENAI.of(field);
  }

  private ImageRequest request(ResponseFields read, TenantId tenant, Uploads uploads) {
    Optional<Job> previous = read.state().previous().map(id -> previous(tenant, id));
    var pictures = new InputPictures(responses, tenant, uploads);
    List<InputSource> images =
        read.tool().action() == Action.GENERATE
            ? List.of()
            : pictures.of(read.said(), previous, read.tool().model().limits().inputsMax());
    if (images.isEmpty() && read.tool().action() == Action.EDIT) {
      throw RequestFault.invalid(
          read.toolName() + ".action",
          new Problem.Other("there is no image to edit, neither in the input nor before it."));
    }
    if (images.isEmpty() && read.mask().isPresent()) {
      throw RequestFault.invalid(
          read.toolName() + "." + ReadFields.MASK,
          new Problem.Other("there is no image to edit that the mask belongs to."));
    }
    if (images.isEmpty()) {
      return new ImageRequest.Generation(read.order());
    }
    PreparedInputs inputs =
        gateway.prepare().prepare(tenant, images, read.mask().map(pictures::given));
    return new ImageRequest.Edit(read.order(), inputs.images(), inputs.mask());
  }

  private Job previous(TenantId tenant, String id) {
    Job previous = responses.find(tenant, id).orElseThrow(() -> RenderFault.noPrevious(id));
    if (!previous.state().ended()) {
      throw RequestFault.invalid(
          ReadFields.PREVIOUS, new Problem.Other("that response is not finished yet."));
    }
    return previous;
  }
}
