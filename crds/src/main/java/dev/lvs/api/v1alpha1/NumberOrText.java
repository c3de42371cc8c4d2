package dev.lvs.api.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text, or list or map of texts, that users may also write as a bare number: {@code 200} as well
 * as {@code 200-299} (x-kubernetes-int-or-string).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface NumberOrText {}
