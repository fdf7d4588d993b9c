package dev.mainstay.autoconfigure.transaction.safety;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/**
 * A part of a box.
 */
@Entity
public class Thing {

	@Id
	@GeneratedValue
	public Long id;

	public String name = "thing";

}
