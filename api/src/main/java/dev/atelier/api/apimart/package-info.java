/**
 * The APIMart API for images: submit a task, ask about one or many, upload references, list models,
 * tell the balance.
 *
 * <p>Start at {@link ApiMartApi}. {@link RenderFault} is the only place that words a fault for this
 * API. May import {@code api}, {@code gateway} and whatever lies below it; knows no SQL.
 */
@NullMarked
package dev.atelier.api.apimart;

import org.jspecify.annotations.NullMarked;
