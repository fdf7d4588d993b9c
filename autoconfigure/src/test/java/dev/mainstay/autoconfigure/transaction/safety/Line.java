package dev.mainstay.autoconfigure.transaction.safety;

import java.io.Serializable;
import java.util.Objects;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.ManyToOne;

/**
 * A line whose identifier is derived from what it belongs to.
 */
@Entity
@IdClass(Line.Key.class)
public class Line {

	@Id
	@ManyToOne
	public Box box;

	@Id
	public int number;

	public static class Key implements Serializable {

		public Long box;

		public int number;

		@Override
		public boolean equals(Object o) {
			return o instanceof Key k && Objects.equals(k.box, this.box) && k.number == this.number;
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.box, this.number);
		}

	}

}
