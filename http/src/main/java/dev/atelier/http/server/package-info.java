/**
 * One HTTP port: routing by mount, bodies with limits, answers in blocks, an orderly end.
 *
 * <p>Start at {@link HttpService} (the server), {@link Mount} (which paths an API answers) and
 * {@link Exchange} (one request and its answer). A mount takes WebSockets beside its routes: {@link
 * SocketHandler} opens one, {@link SocketListener} hears its messages as streams and {@link
 * SocketPeer} answers, within {@link SocketLimits}. {@link Multipart} reads uploads to disk and
 * {@link Credentials} finds the key. May import {@code http.wire}, {@code .cors}, {@code .coding},
 * {@code .address}, Jetty and Jackson; knows no API, no job and no tenant.
 */
@NullMarked
package dev.atelier.http.server;

import org.jspecify.annotations.NullMarked;
