package dev.lvs.api.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record whose rules and sizes the API server checks in plans too, which the operator alone
 * should write: others who gain its rights do not thereby become root on every node.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AlwaysChecked {}
