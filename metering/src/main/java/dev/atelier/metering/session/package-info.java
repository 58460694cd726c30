/**
 * Who is signed in with a browser, and the people who sign in through a provider of identities.
 *
 * <p>Start at {@link dev.atelier.metering.session.SessionStore}; {@link
 * dev.atelier.metering.session.People} gives each person a key.
 */
@NullMarked
package dev.atelier.metering.session;

import org.jspecify.annotations.NullMarked;
