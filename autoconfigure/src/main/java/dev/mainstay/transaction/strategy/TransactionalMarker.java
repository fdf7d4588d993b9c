package dev.mainstay.transaction.strategy;

import java.lang.annotation.Annotation;

/**
 * An annotation that makes a method, or the public methods of a type, transactional. A
 * bean of this type announces it.
 *
 * @param annotation the annotation
 */
public record TransactionalMarker(Class<? extends Annotation> annotation) {

}
