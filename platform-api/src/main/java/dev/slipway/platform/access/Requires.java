package dev.slipway.platform.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On the first parameter of a controller's method: it is what the URL names, if the caller has this permission on it.
 *
 * <pre>{@code
 * @DeleteMapping("/apps/{app}")
 * AppView destroy(@Requires(Permission.MANAGE) App app) { … }
 * }</pre>
 *
 * <p>Without valid credentials the answer is 401, for what the caller may not even see 404, for what they may see but not
 * do 403; all before the body is read. A method without such a parameter takes an {@code Account}, which says that every
 * account may call it, or is {@link Public}; a test makes sure of that, and calls each route in each role.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {

    Permission value();
}
