package dev.mainstay.datasource;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;

import org.jspecify.annotations.Nullable;

/**
 * A prepared statement of an {@link AdvisedConnection}.
 *
 * @param <S> the kind of statement that does the work
 */
class AdvisedPreparedStatement<S extends PreparedStatement> extends AdvisedStatement<S> implements PreparedStatement {

	private static final String STANDARD_VENDOR = JDBCType.INTEGER.getVendor();

	AdvisedPreparedStatement(AdvisedConnection connection, S delegate, @Nullable String sql) {
		super(connection, delegate, sql);
	}

	@Override
	public void addBatch() throws SQLException {
		this.delegate.addBatch();
		this.execution.addBatch();
	}

	@Override
	public void clearParameters() throws SQLException {
		this.delegate.clearParameters();
		this.execution.clearParameters();
	}

	@Override
	public boolean execute() throws SQLException {
		sending();
		try {
			return executed(this.delegate.execute());
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		finally {
			answered();
		}
	}

	@Override
	public long executeLargeUpdate() throws SQLException {
		sending();
		try {
			return this.execution.changed(this.delegate.executeLargeUpdate());
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		finally {
			answered();
		}
	}

	@Override
	public ResultSet executeQuery() throws SQLException {
		sending();
		try {
			return advised(this.delegate.executeQuery());
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		finally {
			answered();
		}
	}

	@Override
	public int executeUpdate() throws SQLException {
		sending();
		try {
			return this.execution.changed(this.delegate.executeUpdate());
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
		finally {
			answered();
		}
	}

	@Override
	public ResultSetMetaData getMetaData() throws SQLException {
		return this.delegate.getMetaData();
	}

	@Override
	public ParameterMetaData getParameterMetaData() throws SQLException {
		return this.delegate.getParameterMetaData();
	}

	@Override
	public void setArray(int parameterIndex, Array value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setArray(parameterIndex, value);
	}

	@Override
	public void setAsciiStream(int parameterIndex, InputStream stream) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setAsciiStream(parameterIndex, stream);
	}

	@Override
	public void setAsciiStream(int parameterIndex, InputStream stream, int length) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setAsciiStream(parameterIndex, stream, length);
	}

	@Override
	public void setAsciiStream(int parameterIndex, InputStream stream, long length) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setAsciiStream(parameterIndex, stream, length);
	}

	@Override
	public void setBigDecimal(int parameterIndex, BigDecimal value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setBigDecimal(parameterIndex, value);
	}

	@Override
	public void setBinaryStream(int parameterIndex, InputStream stream) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setBinaryStream(parameterIndex, stream);
	}

	@Override
	public void setBinaryStream(int parameterIndex, InputStream stream, int length) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setBinaryStream(parameterIndex, stream, length);
	}

	@Override
	public void setBinaryStream(int parameterIndex, InputStream stream, long length) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setBinaryStream(parameterIndex, stream, length);
	}

	@Override
	public void setBlob(int parameterIndex, InputStream stream) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setBlob(parameterIndex, stream);
	}

	@Override
	public void setBlob(int parameterIndex, Blob value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setBlob(parameterIndex, value);
	}

	@Override
	public void setBlob(int parameterIndex, InputStream stream, long length) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setBlob(parameterIndex, stream, length);
	}

	@Override
	public void setBoolean(int parameterIndex, boolean value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setBoolean(parameterIndex, value);
	}

	@Override
	public void setByte(int parameterIndex, byte value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setByte(parameterIndex, value);
	}

	@Override
	public void setBytes(int parameterIndex, byte[] value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setBytes(parameterIndex, value);
	}

	@Override
	public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setCharacterStream(parameterIndex, reader);
	}

	@Override
	public void setCharacterStream(int parameterIndex, Reader reader, int length) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setCharacterStream(parameterIndex, reader, length);
	}

	@Override
	public void setCharacterStream(int parameterIndex, Reader reader, long length) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setCharacterStream(parameterIndex, reader, length);
	}

	@Override
	public void setClob(int parameterIndex, Reader reader) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setClob(parameterIndex, reader);
	}

	@Override
	public void setClob(int parameterIndex, Clob value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setClob(parameterIndex, value);
	}

	@Override
	public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setClob(parameterIndex, reader, length);
	}

	@Override
	public void setDate(int parameterIndex, Date value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setDate(parameterIndex, value);
	}

	@Override
	public void setDate(int parameterIndex, Date value, Calendar calendar) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setDate(parameterIndex, value, calendar);
	}

	@Override
	public void setDouble(int parameterIndex, double value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setDouble(parameterIndex, value);
	}

	@Override
	public void setFloat(int parameterIndex, float value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setFloat(parameterIndex, value);
	}

	@Override
	public void setInt(int parameterIndex, int value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setInt(parameterIndex, value);
	}

	@Override
	public void setLong(int parameterIndex, long value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setLong(parameterIndex, value);
	}

	@Override
	public void setNCharacterStream(int parameterIndex, Reader reader) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setNCharacterStream(parameterIndex, reader);
	}

	@Override
	public void setNCharacterStream(int parameterIndex, Reader reader, long length) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setNCharacterStream(parameterIndex, reader, length);
	}

	@Override
	public void setNClob(int parameterIndex, Reader reader) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setNClob(parameterIndex, reader);
	}

	@Override
	public void setNClob(int parameterIndex, NClob value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setNClob(parameterIndex, value);
	}

	@Override
	public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
		this.execution.bound(parameterIndex, reader);
		this.delegate.setNClob(parameterIndex, reader, length);
	}

	@Override
	public void setNString(int parameterIndex, String value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setNString(parameterIndex, value);
	}

	@Override
	public void setNull(int parameterIndex, int sqlType) throws SQLException {
		this.execution.bound(parameterIndex, null);
		this.delegate.setNull(parameterIndex, sqlType);
	}

	@Override
	public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
		this.execution.bound(parameterIndex, null);
		this.delegate.setNull(parameterIndex, sqlType, typeName);
	}

	@Override
	public void setObject(int parameterIndex, Object value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setObject(parameterIndex, value);
	}

	@Override
	public void setObject(int parameterIndex, Object value, int sqlType) throws SQLException {
		this.execution.bound(parameterIndex, value, sqlType);
		this.delegate.setObject(parameterIndex, value, sqlType);
	}

	@Override
	public void setObject(int parameterIndex, Object value, SQLType sqlType) throws SQLException {
		this.execution.bound(parameterIndex, value, vendorType(sqlType));
		this.delegate.setObject(parameterIndex, value, sqlType);
	}

	@Override
	public void setObject(int parameterIndex, Object value, int sqlType, int scaleOrLength) throws SQLException {
		this.execution.bound(parameterIndex, value, sqlType);
		this.delegate.setObject(parameterIndex, value, sqlType, scaleOrLength);
	}

	@Override
	public void setObject(int parameterIndex, Object value, SQLType sqlType, int scaleOrLength) throws SQLException {
		this.execution.bound(parameterIndex, value, vendorType(sqlType));
		this.delegate.setObject(parameterIndex, value, sqlType, scaleOrLength);
	}

	@Override
	public void setRef(int parameterIndex, Ref value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setRef(parameterIndex, value);
	}

	@Override
	public void setRowId(int parameterIndex, RowId value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setRowId(parameterIndex, value);
	}

	@Override
	public void setSQLXML(int parameterIndex, SQLXML value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setSQLXML(parameterIndex, value);
	}

	@Override
	public void setShort(int parameterIndex, short value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setShort(parameterIndex, value);
	}

	@Override
	public void setString(int parameterIndex, String value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setString(parameterIndex, value);
	}

	@Override
	public void setTime(int parameterIndex, Time value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setTime(parameterIndex, value);
	}

	@Override
	public void setTime(int parameterIndex, Time value, Calendar calendar) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setTime(parameterIndex, value, calendar);
	}

	@Override
	public void setTimestamp(int parameterIndex, Timestamp value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setTimestamp(parameterIndex, value);
	}

	@Override
	public void setTimestamp(int parameterIndex, Timestamp value, Calendar calendar) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setTimestamp(parameterIndex, value, calendar);
	}

	@Override
	public void setURL(int parameterIndex, URL value) throws SQLException {
		this.execution.bound(parameterIndex, value);
		this.delegate.setURL(parameterIndex, value);
	}

	@Override
	@Deprecated
	public void setUnicodeStream(int parameterIndex, InputStream stream, int length) throws SQLException {
		this.execution.bound(parameterIndex, stream);
		this.delegate.setUnicodeStream(parameterIndex, stream, length);
	}

	// Types of other vendors may mean any conversion.
	private static int vendorType(@Nullable SQLType type) {
		Integer number = (type != null && STANDARD_VENDOR.equals(type.getVendor())) ? type.getVendorTypeNumber() : null;
		return (number != null) ? number : Types.NULL;
	}

}
