/**
 * What clients send, read once for all dialects: fields and their values, sizes, models, the names
 * of parts, and pictures however they are written down.
 *
 * <p>Every reader understands whatever plainly means one thing, unless the server is {@link
 * Strictness#STRICT}. Start at {@link Fields} and {@link OrderFields} for values, at {@link
 * ReadImageReferences} for the pictures of a JSON body and {@link UploadForm} for a form's file.
 * May import {@code gateway} and whatever lies below it; knows no dialect.
 */
@NullMarked
package dev.atelier.api.read;

import org.jspecify.annotations.NullMarked;
